"""What every journal must do."""


class JournalConformance: ...
