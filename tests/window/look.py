"""Reads Galla's window through AT-SPI, as a screen reader does.

    look.py PID SECONDS CONDITION...

Waits at most SECONDS until the window of process PID meets every CONDITION, then prints what is
on it, one `role<TAB>name<TAB>value<TAB>states` a line, and ends with 0; with 1 when it does not
come to that, having printed what is there instead. A condition is `+TEXT` (some name or value
contains TEXT), `-TEXT` (none does), `@TEXT` (what is named TEXT has the focus) or
`=TEXT` (some name or value is TEXT).
"""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def text_of(node):
    """What is typed in a field; what stands on a label."""
    if "Text" not in node.get_interfaces():
        return ""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def walk(node, lines):
    """Every accessible beneath a node; one that goes away meanwhile is passed over."""
    try:
        states = [s.value_nick for s in node.get_state_set().get_states()]
        name = (node.get_name() or "").replace("\n", " ")
        lines.append((node.get_role_name(), name, text_of(node), states))
        children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
    except GLib.Error:
        return
    for child in children:
        if child is not None:
            walk(child, lines)


def read(pid):
    """The lines of the window of one process; none while it is not on the bus."""
    lines = []
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        try:
            application = desktop.get_child_at_index(at)
            if application is not None and application.get_process_id() == pid:
                application.clear_cache()
                walk(application, lines)
        except GLib.Error:
            continue
    return lines


def holds(condition, lines):
    kind, text = condition[0], condition[1:]
    if kind == "@":
        return any(name == text and "focused" in states for _, name, _, states in lines)
    if kind == "=":
        return any(text in (name, value) for _, name, value, _ in lines)
    found = any(text in name or text in value for _, name, value, _ in lines)
    return bool(lines) and found == (kind == "+")


def main():
    pid, seconds, conditions = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    Atspi.init()
    end = time.monotonic() + seconds
    while True:
        lines = read(pid)
        missing = [condition for condition in conditions if not holds(condition, lines)]
        if not missing or time.monotonic() > end:
            break
        time.sleep(0.1)
    for role, name, value, states in lines:
        print(role, name, value, " ".join(states), sep="\t")
    if missing:
        print("not so within", seconds, "s:", missing, file=sys.stderr)
        return 1
    return 0


sys.exit(main())
