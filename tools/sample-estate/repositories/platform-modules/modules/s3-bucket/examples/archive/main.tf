# Statements that must be kept for ten years, moving to ever cheaper storage.

terraform {
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.86, < 6.0"
    }
  }
}

provider "aws" {
  region = "eu-north-1"
}

module "statements" {
  source = "../.."

  bucket = "northbank-example-statements"

  lifecycle_rules = [{
    id = "ten-years"
    transitions = [
      { days = 30, storage_class = "STANDARD_IA" },
      { days = 180, storage_class = "GLACIER_IR" },
      { days = 730, storage_class = "DEEP_ARCHIVE" },
    ]
    expiration_days = 3650
  }]

  tags = { CostCentre = "4711" }
}

output "bucket_arn" {
  description = "ARN of the archive."
  value       = module.statements.arn
}
