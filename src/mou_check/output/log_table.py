def render(d, look):
    return "".join(f"{o.level} {o.code} {o.row} {o.message}\n" for r in d.logs for o in r.observations)
