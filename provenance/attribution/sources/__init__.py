"""From lines and containers to who says where a text comes from: agencies, credits, bylines, captions, notices."""
