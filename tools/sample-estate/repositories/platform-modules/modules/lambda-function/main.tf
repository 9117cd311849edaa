locals {
  policy_statements = concat(
    var.policy_statements,
    [{
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
    }],
    var.event_queue == null ? [] : [{
      actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      resources = [var.event_queue.arn]
    }],
  )

  tags = merge(var.tags, { Module = "platform-modules/lambda-function" })
}

module "role" {
  source = "../iam-role"

  name                     = "${var.name}-lambda"
  description              = "Role of the Lambda function ${var.name}"
  trusted_services         = ["lambda.amazonaws.com"]
  permissions_boundary_arn = var.permissions_boundary_arn

  managed_policy_arns = var.vpc == null ? [] : [
    "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
  ]

  policy_document = {
    Version = "2012-10-17"
    Statement = [
      for statement in local.policy_statements : {
        Effect   = "Allow"
        Action   = statement.actions
        Resource = statement.resources
      }
    ]
  }

  tags = var.tags
}

data "aws_partition" "current" {}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days

  tags = local.tags
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = module.role.arn
  runtime       = var.runtime
  handler       = var.handler
  architectures = var.architectures

  s3_bucket         = var.package.bucket
  s3_key            = var.package.key
  s3_object_version = var.package.version

  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrency

  dynamic "environment" {
    for_each = nonsensitive(length(var.environment) > 0) ? [1] : []

    content {
      variables = var.environment
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  tracing_config {
    mode = "Active"
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tags = local.tags
}

resource "aws_lambda_event_source_mapping" "queue" {
  count = var.event_queue == null ? 0 : 1

  function_name                      = aws_lambda_function.this.arn
  event_source_arn                   = var.event_queue.arn
  batch_size                         = var.event_queue.batch_size
  maximum_batching_window_in_seconds = var.event_queue.batching_window
  function_response_types            = var.event_queue.report_failures ? ["ReportBatchItemFailures"] : []

  dynamic "scaling_config" {
    for_each = var.event_queue.max_concurrency == null ? [] : [var.event_queue.max_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  tags = local.tags
}
