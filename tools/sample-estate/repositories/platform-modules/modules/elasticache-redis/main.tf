resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids

  tags = local.tags
}

resource "aws_elasticache_parameter_group" "this" {
  name   = "${var.name}-${local.family == "redis7" ? "7" : "6"}"
  family = local.family

  dynamic "parameter" {
    for_each = var.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  tags = local.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "Redis ${var.name}"
  engine               = "redis"
  engine_version       = var.engine_version
  node_type            = var.node_type
  num_cache_clusters   = local.node_count
  port                 = 6379

  automatic_failover_enabled = local.has_failover
  multi_az_enabled           = local.has_failover
  auto_minor_version_upgrade = true
  apply_immediately          = var.apply_immediately

  subnet_group_name    = aws_elasticache_subnet_group.this.name
  parameter_group_name = aws_elasticache_parameter_group.this.name
  security_group_ids   = var.security_group_ids

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = true
  auth_token                 = var.auth_token

  snapshot_retention_limit  = local.snapshot_limit
  snapshot_window           = local.snapshot_limit > 0 ? var.snapshot.window : null
  final_snapshot_identifier = local.snapshot_limit > 0 ? "${var.name}-final" : null
  notification_topic_arn    = var.notification_topic_arn

  tags = local.tags

  lifecycle {
    precondition {
      condition     = !startswith(var.node_type, "cache.t") || local.snapshot_limit <= 7
      error_message = "Burstable nodes are for tests: do not keep their snapshots for more than a week."
    }
  }
}
