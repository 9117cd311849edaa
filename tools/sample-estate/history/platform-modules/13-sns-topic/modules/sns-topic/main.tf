locals {
  suffix = var.fifo ? ".fifo" : ""
}

resource "aws_sns_topic" "this" {
  name                        = "${var.name}${local.suffix}"
  display_name                = var.display_name
  fifo_topic                  = var.fifo
  content_based_deduplication = var.fifo
  kms_master_key_id           = var.kms_key_id

  tags = merge(var.tags, { Module = "platform-modules/sns-topic" })
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.subscriptions

  topic_arn            = aws_sns_topic.this.arn
  protocol             = each.value.protocol
  endpoint             = each.value.endpoint
  raw_message_delivery = each.value.raw
  filter_policy        = each.value.filter_policy == null ? null : jsonencode(each.value.filter_policy)
}

data "aws_iam_policy_document" "publishers" {
  count = length(var.publisher_account_ids) > 0 ? 1 : 0

  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "AWS"
      identifiers = var.publisher_account_ids
    }
  }
}

resource "aws_sns_topic_policy" "publishers" {
  count = length(var.publisher_account_ids) > 0 ? 1 : 0

  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.publishers[0].json
}
