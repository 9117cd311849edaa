data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 2)
  cidrs = cidrsubnets(var.cidr_block, 2, 2, 4, 4)
  tags  = { Application = "customer-portal", Environment = var.name }
}

module "network" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/network?ref=v2.0.0"

  name                 = var.name
  cidr_block           = var.cidr_block
  availability_zones   = local.zones
  private_subnet_cidrs = slice(local.cidrs, 0, 2)
  public_subnet_cidrs  = slice(local.cidrs, 2, 4)
  nat_gateways         = var.public ? "one-per-zone" : "single"
  tags                 = local.tags
}

module "load_balancer" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/load-balancer?ref=v2.0.0"

  name                = var.name
  internal            = !var.public
  vpc_id              = module.network.vpc_id
  subnet_ids          = var.public ? module.network.public_subnet_ids : module.network.private_subnet_ids
  allowed_cidr_blocks = var.public ? ["0.0.0.0/0"] : ["10.0.0.0/8"]
  certificate_arn     = var.certificate_arn
  access_logs         = var.access_log_bucket == null ? null : { bucket = var.access_log_bucket, prefix = var.name }
  deletion_protection = var.public

  target_groups = {
    web = { port = 8080, health_check = { path = "/healthz" } }
  }

  tags = local.tags
}

module "sessions_security_group" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/security-group?ref=v2.0.0"

  name        = "${var.name}-sessions"
  description = "Session cache of ${var.name}"
  vpc_id      = module.network.vpc_id

  ingress = [{
    description              = "The portal"
    port                     = 6379
    source_security_group_id = module.service.security_group_id
  }]

  tags = local.tags
}

module "sessions" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/elasticache-redis?ref=v2.0.0"

  name               = "${var.name}-sessions"
  replicas           = var.public ? 1 : 0
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.sessions_security_group.id]
  auth_token         = var.redis_auth_token
  tags               = local.tags
}

module "service" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/ecs-service?ref=v2.0.0"

  name                      = var.name
  cluster_arn               = var.cluster_arn
  task_role_arn             = var.roles.task_arn
  execution_role_arn        = var.roles.execution_arn
  vpc_id                    = module.network.vpc_id
  subnet_ids                = module.network.private_subnet_ids
  target_group_arn          = module.load_balancer.target_group_arns["web"]
  client_security_group_ids = { load-balancer = module.load_balancer.security_group_id }

  container = {
    image = var.image
    port  = 8080

    environment = {
      FEATURES  = jsonencode(var.feature_flags)
      LANGUAGES = join(",", var.languages)
    }
  }

  egress = [{ description = "Session cache", port = 6379, cidr_blocks = [var.cidr_block] }]

  tags = local.tags
}
