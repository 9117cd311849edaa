/** What each environment has in AWS, all of it named after its input. `topics` and `visibility` are what updates change. */
export const moduleText = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" {
  type = string
}

variable "topics" {
  type    = number
  default = 1
}

variable "visibility" {
  type    = number
  default = 30
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

resource "aws_sns_topic" "news" {
  count = var.topics
  name  = "\${aws_dynamodb_table.orders.name}-news-\${count.index}"
}

output "table" {
  value = aws_dynamodb_table.orders.arn
}
`

/** Names of everything that an environment has, in any text that tells of it. */
export function findNames(name: string, text: string): readonly string[] {
  const pattern = new RegExp(`${name}-(?:files|jobs|orders(?:-news-\\d+)?)(?![\\w-])`, 'g')
  return [...new Set(text.match(pattern))].toSorted()
}
