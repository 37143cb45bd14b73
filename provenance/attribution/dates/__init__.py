"""From text to the dates printed in it, and from those to days, against the document's own date."""
