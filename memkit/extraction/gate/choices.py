"""temporary"""
def may_change(old, item):
    return None if old.data.get("kind") == "state" and item.kind == "state" else "Only a state can change."
def may_correct(old, item):
    return None
