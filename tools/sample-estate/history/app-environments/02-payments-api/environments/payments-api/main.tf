locals {
  is_production = var.stage == "production"

  tags = {
    Application = "payments-api"
    Environment = var.name
    Stage       = var.stage
    CostCentre  = var.cost_centre
  }
}

module "database" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/rds-postgres?ref=v1.1.0"

  name                = var.name
  database_name       = "payments"
  master_password     = var.database_password
  multi_az            = local.is_production
  deletion_protection = local.is_production
  vpc_id              = var.vpc_id
  subnet_ids          = var.private_subnet_ids

  ingress = [{
    description = "Payments account"
    cidr_blocks = ["10.20.0.0/16"]
  }]

  backup_retention_days = local.is_production ? 35 : 7

  tags = local.tags
}

module "card_scheme_key" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/secret?ref=v1.1.0"

  name                    = "payments/${var.name}/card-scheme-key"
  description             = "Checks callbacks of the card scheme. Ask #payments."
  values                  = { key = var.card_scheme_key }
  recovery_window_in_days = local.is_production ? 30 : 0
  tags                    = local.tags
}

module "inbox" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/sqs-queue?ref=v1.1.0"

  name                       = "${var.name}-inbox"
  fifo                       = true
  visibility_timeout_seconds = 120
  tags                       = local.tags
}
