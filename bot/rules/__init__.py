"""Pure decisions: values in, values out; no input or output."""
