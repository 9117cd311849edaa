locals {
  keys = concat(
    [var.hash_key],
    var.range_key == null ? [] : [var.range_key],
    [for index in var.indexes : index.hash_key],
    [for index in var.indexes : index.range_key if index.range_key != null],
  )

  attributes = { for key in local.keys : key.name => key.type... }
}

resource "aws_dynamodb_table" "this" {
  name           = var.name
  hash_key       = var.hash_key.name
  range_key      = try(var.range_key.name, null)
  billing_mode   = var.capacity == null ? "PAY_PER_REQUEST" : "PROVISIONED"
  read_capacity  = try(var.capacity.read, null)
  write_capacity = try(var.capacity.write, null)

  stream_enabled              = var.stream_view_type != null
  stream_view_type            = var.stream_view_type
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = local.attributes

    content {
      name = attribute.key
      type = attribute.value[0]
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name               = global_secondary_index.key
      hash_key           = global_secondary_index.value.hash_key.name
      range_key          = try(global_secondary_index.value.range_key.name, null)
      projection_type    = global_secondary_index.value.projection
      non_key_attributes = global_secondary_index.value.projection == "INCLUDE" ? global_secondary_index.value.non_key_attributes : null
      read_capacity      = try(var.capacity.read, null)
      write_capacity     = try(var.capacity.write, null)
    }
  }

  dynamic "replica" {
    for_each = var.replica_regions

    content {
      region_name            = replica.value
      point_in_time_recovery = var.point_in_time_recovery
      propagate_tags         = true
    }
  }

  dynamic "ttl" {
    for_each = var.ttl_attribute == "" ? [] : [var.ttl_attribute]

    content {
      enabled        = true
      attribute_name = ttl.value
    }
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  tags = merge(var.tags, { Module = "platform-modules/dynamodb-table" })

  lifecycle {
    precondition {
      condition     = alltrue([for types in values(local.attributes) : length(distinct(types)) == 1])
      error_message = "An attribute that is used in several keys must have the same type in all of them."
    }
  }
}
