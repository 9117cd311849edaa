locals {
  kms_key_arn   = var.kms_key_arn == null ? module.kms_key[0].arn : var.kms_key_arn
  major_version = split(".", var.engine_version)[0]
  port          = 5432

  parameters = merge({ "rds.force_ssl" = "1" }, var.parameters)

  tags = merge(var.tags, { Module = "platform-modules/rds-postgres" })
}

module "kms_key" {
  source = "../kms-key"
  count  = var.kms_key_arn == null ? 1 : 0

  name        = "rds/${var.name}"
  description = "Storage, backups and insights of the database ${var.name}"
  tags        = var.tags
}

module "security_group" {
  source = "../security-group"

  name        = "${var.name}-postgres"
  description = "PostgreSQL clients of ${var.name}"
  vpc_id      = var.vpc_id

  ingress = [
    for peer in var.ingress : {
      description              = peer.description
      port                     = local.port
      cidr_blocks              = peer.cidr_blocks
      source_security_group_id = peer.security_group_id
    }
  ]

  tags = var.tags
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids

  tags = local.tags
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "postgres${local.major_version}"

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  tags = local.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class
  multi_az       = var.multi_az

  allocated_storage = var.allocated_storage
  storage_type      = "gp3"
  storage_encrypted = true
  kms_key_id        = local.kms_key_arn

  db_name  = var.database_name
  username = var.master_username
  password = var.master_password

  port                                = local.port
  db_subnet_group_name                = aws_db_subnet_group.this.name
  vpc_security_group_ids              = [module.security_group.id]
  publicly_accessible                 = false
  iam_database_authentication_enabled = true
  parameter_group_name                = aws_db_parameter_group.this.name

  maintenance_window          = var.maintenance_window
  auto_minor_version_upgrade  = false
  allow_major_version_upgrade = false

  backup_retention_period   = var.backup_retention_days
  backup_window             = "00:00-01:00"
  copy_tags_to_snapshot     = true
  final_snapshot_identifier = "${var.name}-final"
  deletion_protection       = var.deletion_protection

  enabled_cloudwatch_logs_exports       = var.log_exports
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = local.kms_key_arn
  performance_insights_retention_period = var.performance_insights_retention_days

  tags = merge(local.tags, { Name = var.name })
}
