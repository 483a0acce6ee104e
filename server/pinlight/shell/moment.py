"""What is seen between two things that happen: the disk is asked once, for all who look."""

import os
from functools import cached_property

from pinlight import choose, environments
from pinlight.choose.views import Views
from pinlight.model import Links, Manifest
from pinlight.settings import Settings
from pinlight.shell.sight import Memory, Sight
from pinlight.world.state import Based, Looked, Rests, World


class Moment:
    """Chooses for many files; each folder is looked at once for all that lie below it."""

    def __init__(self, world: World) -> None:
        self.situation = choose.Situation(
            folders=world.folders,
            settings=world.settings,
            by_folder=world.by_folder,
            selections=world.selections,
            interpreters=world.interpreters,
            forced=world.forced,
        )
        self.memory: Memory = {}
        self.seen = Views(self.disk)
        self._overriding = world.overriding
        self._overlay = {path: text for path, (text, _) in world.open.items()}
        self._settings: dict[str, tuple[Settings, tuple[Sight, ...]]] = {}  # by folder
        self._rests: dict[frozenset[Sight], Rests] = {}
        self._looked: dict[str, Looked] = {}

    @cached_property
    def links(self) -> Links:
        """The folders through which the workspace is reached by another path than their own."""
        return environments.links(self.situation.folders, self.disk())

    def disk(self) -> Sight:
        """Return a Reader that notes what it is asked from now on."""
        return Sight(self._overlay, self.memory)

    def look(self, path: str) -> Looked:
        """Choose the environment of a file, and the settings that hold for it."""
        found = self._looked.get(path)
        if found is None:
            choice, sights = choose.look(path, self.seen, self.situation)
            settings, more = self._settings_of(path)
            rests = self._shared(frozenset((*sights, *more)))
            found = self._looked[path] = Looked(choice, settings, rests)
        return found

    def base(self, manifest: Manifest) -> Based:
        """Tell where the relative paths of a requirements file start."""
        from pinlight.choose.working_folder import working_folder  # Few files name local projects.
        from pinlight.formats import pip_paths

        sight = self.disk()
        folders = choose.upwards(manifest.path, sight, self.situation)
        folder = working_folder(folders, pip_paths.relative(manifest), sight)
        return Based(manifest.path, folder, sight.consulted)

    def _settings_of(self, path: str) -> tuple[Settings, tuple[Sight, ...]]:
        """Return the settings for a file, and what they rest on: its folder alone decides."""
        folder = os.path.dirname(path)
        if folder not in self._settings:
            settings, sights = choose.settings_of(path, self.seen, self.situation)
            self._settings[folder] = settings._replace(**self._overriding), sights
        return self._settings[folder]

    def _shared(self, sights: frozenset[Sight]) -> Rests:
        """Return what was noted, the same tuple for all that rest on the same."""
        found = self._rests.get(sights)
        if found is None:
            found = self._rests[sights] = tuple(it.consulted for it in sights if it.consulted)
        return found
