"""What the pages share: the store, the reader's selection, the charts, the words and the frame."""
