"""The commands `completion` and `man`: what a shell wants to know of the program."""

from __future__ import annotations

import click

from dutylist.app.terminal import give

NAME = "dutylist"
_SHELLS = ("bash", "zsh", "fish")


@click.command("completion", options_metavar="[选项]")
@click.argument("shell", type=click.Choice(_SHELLS), metavar="bash|zsh|fish")
def completion_command(shell: str) -> None:
    """输出命令行补全的脚本：按 Tab 键补全命令、选项。

    \b
    例（写进启动文件，重新打开终端后生效）：
      bash：echo 'eval "$(dutylist completion bash)"' >> ~/.bashrc
      zsh： echo 'eval "$(dutylist completion zsh)"' >> ~/.zshrc
      fish：dutylist completion fish > ~/.config/fish/completions/dutylist.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    root = click.get_current_context().find_root().command
    give(found(root, {}, NAME, f"_{NAME.upper()}_COMPLETE").source() + "\n")


@click.command("man", options_metavar="[选项]")
def man_command() -> None:
    """输出手册页（man 格式），包括全部命令和选项。

    \b
    例：dutylist man > dutylist.1 && man ./dutylist.1
    """
    from dutylist.app.man_page import man_page

    root = click.get_current_context().find_root().command
    assert isinstance(root, click.Group)
    give(man_page(root, NAME))
