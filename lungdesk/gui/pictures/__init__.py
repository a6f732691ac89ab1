"""Pictures of the film for elsewhere: files, the clipboard, paper."""
