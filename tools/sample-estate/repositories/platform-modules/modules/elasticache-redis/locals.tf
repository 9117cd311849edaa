locals {
  family         = var.engine_version == "6.2" ? "redis6.x" : "redis7"
  node_count     = var.replicas + 1
  has_failover   = var.replicas > 0
  snapshot_limit = var.snapshot.retention_days

  tags = merge(var.tags, { Module = "platform-modules/elasticache-redis" })
}
