"""The names of our commands; `initialize` announces them, so nothing else is here."""

APPLY = "pinlight.apply"
NAMES = (  # Those of `palette`, which the answer of `initialize` does not wait for.
    APPLY,
    "pinlight.createEnvironment",
    "pinlight.quickCreateEnvironment",
    "pinlight.selectEnvironment",
    "pinlight.deselectEnvironment",
    "pinlight.installMissing",
    "pinlight.undo",
    "pinlight.whyThisEnvironment",
    "pinlight.refresh",
    "pinlight.lock",
    "pinlight.showLog",
    "pinlight.installThis",
    "pinlight.syncEnvironment",
    "pinlight.upgradePackage",
    "pinlight.uninstallPackage",
    "pinlight.checkGlobal",
    "pinlight.upgradePip",
    "pinlight.recreateEnvironment",
    "pinlight.deleteEnvironment",
    "pinlight.repair",
    "pinlight.freeze",
)
