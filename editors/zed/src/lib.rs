//! Starts the server that is on PATH, or the one that Zed's settings name.

use zed_extension_api::{
    self as zed, serde_json, settings::LspSettings, Command, LanguageServerId,
};

struct Pinlight;

impl zed::Extension for Pinlight {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<Command> {
        let named = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let path = named.as_ref().and_then(|binary| binary.path.clone());
        let arguments = named.and_then(|binary| binary.arguments);
        let command = path
            .or_else(|| worktree.which("pinlight"))
            .ok_or("`pinlight` is not on PATH: install it with `uv tool install pinlight`")?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["server".to_string()]),
            env: worktree.shell_env(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|table| serde_json::json!({ "pinlight": table })))
    }
}

zed::register_extension!(Pinlight);
