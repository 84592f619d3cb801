"""What a document says (plan, plans), how its pictures are drawn, and how it becomes a file (docx, pdf, html)."""
