data "aws_region" "current" {}

locals {
  cluster_name = element(split("/", var.cluster_arn), -1)

  application = {
    name                   = var.name
    image                  = var.container.image
    essential              = true
    command                = var.container.command
    readonlyRootFilesystem = var.container.read_only_root
    portMappings           = [{ containerPort = var.container.port, protocol = "tcp" }]
    environment            = [for name, value in var.container.environment : { name = name, value = value }]
    secrets                = [for name, arn in var.container.secrets : { name = name, valueFrom = arn }]
    logConfiguration       = local.log_configuration

    healthCheck = var.container.health_check == null ? null : {
      command     = var.container.health_check.command
      interval    = var.container.health_check.interval
      retries     = var.container.health_check.retries
      startPeriod = var.container.health_check.start_period
    }
  }

  log_configuration = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = data.aws_region.current.name
      awslogs-stream-prefix = var.name
    }
  }

  tags = merge(var.tags, { Module = "platform-modules/ecs-service" })
}

module "security_group" {
  source = "../security-group"

  name        = var.name
  description = "Tasks of the service ${var.name}"
  vpc_id      = var.vpc_id

  ingress = [
    for client, id in var.client_security_group_ids : {
      description              = client
      port                     = var.container.port
      source_security_group_id = id
    }
  ]

  egress = concat(
    [{ description = "HTTPS in the corporate network", port = 443, cidr_blocks = ["10.0.0.0/8"], destination_security_group_id = null }],
    var.egress,
  )

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/northbank/ecs/${local.cluster_name}/${var.name}"
  retention_in_days = var.log_retention_days

  tags = local.tags
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.container.cpu
  memory                   = var.container.memory
  task_role_arn            = var.task_role_arn
  execution_role_arn       = var.execution_role_arn
  container_definitions    = jsonencode([local.application])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }

  tags = local.tags
}

resource "aws_ecs_service" "this" {
  name                              = var.name
  cluster                           = var.cluster_arn
  task_definition                   = aws_ecs_task_definition.this.arn
  desired_count                     = var.desired_count
  health_check_grace_period_seconds = var.target_group_arn == null ? null : 60
  enable_ecs_managed_tags           = true
  propagate_tags                    = "SERVICE"
  wait_for_steady_state             = false

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [module.security_group.id]
    assign_public_ip = false
  }

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 100
  }

  dynamic "load_balancer" {
    for_each = var.target_group_arn == null ? [] : [var.target_group_arn]

    content {
      target_group_arn = load_balancer.value
      container_name   = var.name
      container_port   = var.container.port
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  tags = local.tags
}
