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
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/rds-postgres?ref=v2.2.0"

  name                  = var.name
  engine_version        = "17.4"
  instance_class        = var.database.instance_class
  allocated_storage     = var.database.storage
  max_allocated_storage = var.database.max_storage
  database_name         = "payments"
  multi_az              = local.is_production
  deletion_protection   = local.is_production
  vpc_id                = var.vpc_id
  subnet_ids            = var.private_subnet_ids

  ingress = [{
    description       = "payments-api"
    security_group_id = module.service.security_group_id
  }]

  backup = {
    retention_days = local.is_production ? 35 : 7
    skip_final     = !local.is_production
  }

  tags = local.tags
}

module "card_scheme_key" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/secret?ref=v2.2.0"

  name                    = "payments/${var.name}/card-scheme-key"
  description             = "Checks callbacks of the card scheme. Ask #payments."
  values                  = { key = var.card_scheme_key }
  recovery_window_in_days = local.is_production ? 30 : 0
  tags                    = local.tags
}

module "inbox" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/sqs-queue?ref=v2.2.0"

  name                       = "${var.name}-inbox"
  fifo                       = true
  visibility_timeout_seconds = 120
  tags                       = local.tags
}

module "execution_role" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/iam-role?ref=v2.2.0"

  name                     = "${var.name}-execution"
  description              = "ECS starts ${var.name} with it"
  trusted_services         = ["ecs-tasks.amazonaws.com"]
  permissions_boundary_arn = var.permissions_boundary_arn
  managed_policy_arns      = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]

  policy_document = {
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = [module.card_scheme_key.arn]
    }]
  }

  tags = local.tags
}

module "task_role" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/iam-role?ref=v2.2.0"

  name                     = "${var.name}-task"
  description              = "What ${var.name} may do"
  trusted_services         = ["ecs-tasks.amazonaws.com"]
  permissions_boundary_arn = var.permissions_boundary_arn

  policy_document = {
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"]
      Resource = [module.inbox.arn]
    }]
  }

  tags = local.tags
}

module "service" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/ecs-service?ref=v2.2.0"

  name               = var.name
  cluster_arn        = var.cluster_arn
  task_role_arn      = module.task_role.arn
  execution_role_arn = module.execution_role.arn
  vpc_id             = var.vpc_id
  subnet_ids         = var.private_subnet_ids
  desired_count      = var.tasks

  container = {
    image       = var.image
    port        = 8443
    cpu         = 512
    memory      = 1024
    environment = { STAGE = var.stage, INBOX_URL = module.inbox.url }
    secrets     = { CARD_SCHEME_KEY = "${module.card_scheme_key.arn}:key::" }
  }

  autoscaling = {
    min           = var.tasks
    max           = var.tasks * 4
    working_hours = local.is_production ? null : { start = "07:00", end = "19:00" }
  }

  tags = local.tags
}

module "alarm_topic" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/sns-topic?ref=v2.2.0"

  name          = "${var.name}-alarms"
  display_name  = "Payments"
  subscriptions = { on-call = { protocol = "email", endpoint = var.on_call } }
  tags          = local.tags
}

module "alarms" {
  source = "git::https://git.northbank.example/platform/platform-modules.git//modules/cloudwatch-alarms?ref=v2.2.0"

  prefix     = var.name
  topic_arns = { critical = [module.alarm_topic.arn] }

  alarms = {
    stuck-messages = {
      description = "Messages wait for more than five minutes."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = "${var.name}-inbox.fifo" }
      statistic   = "Maximum"
      threshold   = 300
      severity    = "critical"
    }
  }

  tags = local.tags
}
