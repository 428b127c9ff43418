"""What the core reads: text, Markdown, tables, JSON, notebooks and exports of chats."""
