"""The window: shows what services answer, hands on what people want. No rules of the business."""
