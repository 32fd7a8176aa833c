"""The local page of the office: `dutylist serve`."""
