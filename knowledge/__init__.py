"""What the coach knows: the shipped playbook, a company's own documents, and how they are found and answered from.

Knows nothing of chat platforms or of the evaluation database; it reaches the stored passages through
`knowledge.library.Library`, which the application fills.
"""
