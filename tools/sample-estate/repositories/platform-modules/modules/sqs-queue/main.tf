# A queue with its dead-letter queue. Small enough for one file.

terraform {
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 6.0"
    }
  }
}

variable "name" {
  description = "Name of the queue, without the .fifo suffix."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,71}$", var.name))
    error_message = "The name may have up to 71 letters, digits, hyphens and underscores; AWS allows 80, and the suffixes need nine."
  }
}

variable "fifo" {
  description = "Deliver each message exactly once and in order. Cannot be changed later."
  type        = bool
  default     = false
}

variable "delay_seconds" {
  description = "Seconds before a new message becomes visible."
  type        = number
  default     = 0

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900
    error_message = "The delay must be between 0 and 900 seconds."
  }
}

variable "visibility_timeout_seconds" {
  description = "Seconds that a consumer has to handle a message. Six times the timeout of a Lambda function."
  type        = number
  default     = 30

  validation {
    condition     = var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200
    error_message = "The timeout must be between 0 and 43200 seconds."
  }
}

variable "message_retention_seconds" {
  description = "Seconds that a message waits for a consumer: from a minute (60) to two weeks (1209600)."
  type        = number
  default     = 345600

  validation {
    condition     = 60 <= var.message_retention_seconds && var.message_retention_seconds <= 1209600
    error_message = "The retention must be between 60 and 1209600 seconds."
  }
}

variable "max_receive_count" {
  description = "Deliveries after which a message goes to the dead-letter queue. 0: there is no dead-letter queue."
  type        = number
  default     = 5
  nullable    = false
}

variable "kms_key_id" {
  description = "KMS key that encrypts the messages. Without one, SQS's own key (SSE-SQS) is used."
  type        = string
  default     = null
}

variable "sender_topic_arns" {
  description = "SNS topics that may send to the queue."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

locals {
  suffix          = var.fifo ? ".fifo" : ""
  has_dead_letter = var.max_receive_count > 0
  tags            = merge(var.tags, { Module = "platform-modules/sqs-queue" })
}

resource "aws_sqs_queue" "this" {
  name                       = "${var.name}${local.suffix}"
  fifo_queue                 = var.fifo
  delay_seconds              = var.delay_seconds
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = var.message_retention_seconds
  receive_wait_time_seconds  = 20
  kms_master_key_id          = var.kms_key_id
  sqs_managed_sse_enabled    = var.kms_key_id == null ? true : null

  tags = local.tags
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.has_dead_letter ? 1 : 0

  name                      = "${var.name}-dlq${local.suffix}"
  fifo_queue                = var.fifo
  message_retention_seconds = 1209600
  kms_master_key_id         = var.kms_key_id
  sqs_managed_sse_enabled   = var.kms_key_id == null ? true : null

  tags = local.tags
}

resource "aws_sqs_queue_redrive_policy" "this" {
  count = local.has_dead_letter ? 1 : 0

  queue_url = aws_sqs_queue.this.id

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn
    maxReceiveCount     = var.max_receive_count
  })
}

data "aws_iam_policy_document" "topics" {
  count = length(var.sender_topic_arns) > 0 ? 1 : 0

  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.this.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = var.sender_topic_arns
    }
  }
}

resource "aws_sqs_queue_policy" "topics" {
  count = length(var.sender_topic_arns) > 0 ? 1 : 0

  queue_url = aws_sqs_queue.this.id
  policy    = data.aws_iam_policy_document.topics[0].json
}

output "url" {
  description = "Address of the queue."
  value       = aws_sqs_queue.this.url
}

output "arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.this.arn
}

output "dead_letter_arn" {
  description = "ARN of the dead-letter queue; null if there is none."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}
