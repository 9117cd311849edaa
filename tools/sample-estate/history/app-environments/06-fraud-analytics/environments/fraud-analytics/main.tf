terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.86, < 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { Application = "fraud-analytics", Environment = var.name, Owner = var.owner }
  }
}

module "key" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/kms-key?ref=v2.0.0"

  name        = "fraud-analytics/${var.name}"
  description = "Everything of ${var.name}"
}

module "lake" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/s3-bucket?ref=v2.0.0"

  bucket        = "northbank-fraud-${var.name}"
  kms_key_arn   = module.key.arn
  force_destroy = var.throw_away

  lifecycle_rules = [
    for kind, days in var.keep_days : {
      id              = kind
      prefix          = "${kind}/"
      expiration_days = days
      transitions     = days > 90 ? [{ days = 60, storage_class = "STANDARD_IA" }] : []
    }
  ]
}

module "scores" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/dynamodb-table?ref=v2.0.0"

  name                = "${var.name}-scores"
  hash_key            = { name = "customer_id" }
  range_key           = { name = "scored_at", type = "N" }
  ttl_attribute       = "expires_at"
  kms_key_arn         = module.key.arn
  deletion_protection = !var.throw_away

  indexes = {
    by-model = {
      hash_key   = { name = "model" }
      range_key  = { name = "scored_at", type = "N" }
      projection = "KEYS_ONLY"
    }
  }
}

module "transactions" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/sqs-queue?ref=v2.0.0"

  name                       = "${var.name}-transactions"
  visibility_timeout_seconds = 6 * var.scoring.timeout
  kms_key_id                 = module.key.key_id
}

module "scoring" {
  source   = "git::https://git.northbank.example/platform/platform-modules.git//modules/lambda-function?ref=v2.0.0"
  for_each = { for model in var.models : model.name => model }

  name                     = "${var.name}-${each.key}"
  runtime                  = "python3.12"
  handler                  = "scoring.handle"
  package                  = { bucket = var.artifact_bucket, key = "scoring/${each.value.version}.zip" }
  memory_size              = var.scoring.memory
  timeout                  = var.scoring.timeout
  permissions_boundary_arn = var.permissions_boundary_arn

  environment = {
    MODEL     = each.key
    THRESHOLD = each.value.threshold
    TABLE     = module.scores.name
  }

  policy_statements = [
    { actions = ["dynamodb:PutItem"], resources = [module.scores.arn] },
    { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [module.key.arn] },
  ]

  event_queue = {
    arn                = module.transactions.arn
    max_concurrency    = each.value.max_concurrency
    visibility_timeout = 6 * var.scoring.timeout
  }
}

# The one-module release: PostgreSQL 17 was needed before v2.1.0 was out.
module "cases" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/rds-postgres?ref=rds-postgres/v2.1.0"
  count  = var.case_database == null ? 0 : 1

  name                = "${var.name}-cases"
  engine_version      = "17.4"
  database_name       = "cases"
  multi_az            = var.case_database.multi_az
  vpc_id              = var.case_database.vpc_id
  subnet_ids          = var.case_database.subnet_ids
  create_kms_key      = false
  kms_key_arn         = module.key.arn
  deletion_protection = !var.throw_away
  backup              = { skip_final = var.throw_away }

  ingress = [{
    description = "Analysts"
    cidr_blocks = var.case_database.analyst_cidr_blocks
  }]
}
