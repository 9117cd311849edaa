resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  description             = var.description
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_window_in_days

  tags = merge(var.tags, { Module = "platform-modules/secret" })
}

resource "aws_secretsmanager_secret_version" "this" {
  count = nonsensitive(var.values == null) ? 0 : 1

  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode(var.values)

  lifecycle {
    # Rotation and people change the value later.
    ignore_changes = [secret_string]
  }
}

resource "aws_secretsmanager_secret_rotation" "this" {
  count = var.rotation == null ? 0 : 1

  secret_id           = aws_secretsmanager_secret.this.id
  rotation_lambda_arn = var.rotation.lambda_arn

  rotation_rules {
    automatically_after_days = var.rotation.every_days
  }
}

data "aws_iam_policy_document" "readers" {
  count = length(var.reader_role_arns) > 0 ? 1 : 0

  statement {
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = var.reader_role_arns
    }
  }
}

resource "aws_secretsmanager_secret_policy" "readers" {
  count = length(var.reader_role_arns) > 0 ? 1 : 0

  secret_arn          = aws_secretsmanager_secret.this.arn
  policy              = data.aws_iam_policy_document.readers[0].json
  block_public_policy = true
}
