"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "tasks:appointments": "tasks",
    "tasks:make_calendar_link": "tasks",
    "tasks:revoke_calendar_link": "tasks",
    "tasks:new_task": "tasks",
    "tasks:new_free_task": "tasks",
    "tasks:open_tasks": "tasks",
    "tasks:give_several": "tasks",
    "tasks:task": "tasks",
    "tasks:show_number": "tasks",
    "tasks:safe_contact": "tasks",
}
