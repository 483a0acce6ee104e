"""SeaHash, by which uv tells scripts apart: no finder itself.

Source: https://docs.rs/seahash/latest/seahash/
Source: https://github.com/astral-sh/uv/tree/main/crates/uv-cache-key
"""

_MASK = (1 << 64) - 1
_PRIME = 0x6EED0E9DA4D94A4F
_SEEDS = (0x16F11FE89B0D677C, 0xB480A793D8E6C86C, 0x6FE2E5AAF078EBC9, 0x14F994A4C5259381)


def seahash(content: bytes) -> int:
    """Return the 64-bit SeaHash of `content`."""
    state = list(_SEEDS)
    for index, start in enumerate(range(0, len(content), 8)):
        chunk = int.from_bytes(content[start : start + 8], "little")
        state[index % 4] = _diffused(state[index % 4] ^ chunk)
    return _diffused(state[0] ^ state[1] ^ state[2] ^ state[3] ^ len(content))


def digest_of_path(path: str) -> str:
    """Return what uv calls an absolute POSIX path: 16 hexadecimal digits.

    Rust hashes the names in a path one after the other, then a number that tells where they
    ended.
    """
    content, ends = b"", 0
    for name in path.encode("utf-8", "surrogateescape").split(b"/"):
        if name not in (b"", b"."):
            content += name
            ends = (ends + len(name)) & _MASK
            ends = (ends >> 2 | ends << 62) & _MASK
    return seahash(content + ends.to_bytes(8, "little")).to_bytes(8, "little").hex()


def _diffused(value: int) -> int:
    value = value * _PRIME & _MASK
    value ^= (value >> 32) >> (value >> 60)
    return value * _PRIME & _MASK
