terraform {
  required_version = ">= 1.9"
}

provider "aws" {
  region = var.region
}

variable "region" {
  description = "Region of the example."
  type        = string
  default     = "eu-north-1"
}

variable "application_security_group_id" {
  description = "Security group of the application that connects."
  type        = string
}

module "database" {
  source = "../.."

  name                  = "example-production"
  engine_version        = "17.4"
  instance_class        = "db.r7g.large"
  multi_az              = true
  allocated_storage     = 100
  max_allocated_storage = 1000
  database_name         = "ledger"
  vpc_id                = "vpc-0123456789abcdef0"
  subnet_ids            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  ingress = [{
    description       = "The ledger service"
    security_group_id = var.application_security_group_id
  }]

  backup = { retention_days = 35 }

  parameters = {
    log_min_duration_statement = "500"
  }
}

output "endpoint" {
  description = "Address of the database."
  value       = module.database.endpoint
}
