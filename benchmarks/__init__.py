"""How long exports take, beside the browser and beside what the machine could do at best: `make bench`."""
