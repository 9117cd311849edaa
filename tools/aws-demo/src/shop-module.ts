export const region = 'eu-west-1'

/** A module with something to store, to queue and to switch off, which the AWS provider creates within a minute. */
export const shopModule = `# Shop
#
# A bucket, a table, a queue and a machine.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" {
  description = "Begins the names of all resources."
  type        = string
}

variable "visibility" {
  description = "Seconds for which a job is hidden from others once somebody has taken it."
  type        = number
  default     = 30
  validation {
    condition     = var.visibility % 15 == 0
    error_message = "Use a multiple of 15 seconds."
  }
}

resource "aws_s3_bucket" "files" {
  bucket = "\${var.name}-files"
}

resource "aws_dynamodb_table" "orders" {
  name         = "\${var.name}-orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "jobs" {
  name                       = "\${var.name}-jobs"
  visibility_timeout_seconds = var.visibility
}

resource "aws_instance" "web" {
  ami           = "ami-12c6146b"
  instance_type = "t3.micro"
}

output "bucket" {
  value = aws_s3_bucket.files.bucket
}

output "queue_url" {
  value = aws_sqs_queue.jobs.url
}
`

/** What the next version of the module has in addition. */
export const topicFile = `resource "aws_sns_topic" "news" {
  name = "\${var.name}-news"
}
`
