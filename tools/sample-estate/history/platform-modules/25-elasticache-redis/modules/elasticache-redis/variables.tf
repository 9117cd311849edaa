variable "name" {
  description = "Name of the replication group."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "The name must start with a letter and have 2 to 40 lower-case letters, digits and hyphens."
  }
}

variable "engine_version" {
  description = "Version of Redis OSS."
  type        = string
  default     = "7.1"

  validation {
    condition     = contains(["6.2", "7.0", "7.1"], var.engine_version)
    error_message = "Choose 6.2, 7.0 or 7.1."
  }
}

variable "node_type" {
  description = "Size of each node."
  type        = string
  default     = "cache.t4g.small"

  validation {
    condition     = startswith(var.node_type, "cache.")
    error_message = "Node types start with cache."
  }
}

variable "replicas" {
  description = "Replicas beside the primary. 0: a single node, which loses its content when it fails."
  type        = number
  default     = 0

  validation {
    condition     = var.replicas >= 0 && var.replicas <= 5
    error_message = "Between 0 and 5 replicas."
  }
}

variable "subnet_ids" {
  description = "Private subnets of the nodes."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "Give at least one subnet."
  }
}

variable "security_group_ids" {
  description = "Security groups of the nodes."
  type        = set(string)

  validation {
    condition     = length(var.security_group_ids) >= 1 && length(var.security_group_ids) <= 5
    error_message = "Give one to five security groups."
  }
}

variable "auth_token" {
  description = "Password that clients send. 16 to 128 printable characters."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.auth_token == null || can(regex("^[!-~]{16,128}$", var.auth_token))
    error_message = "The token must have 16 to 128 printable characters without spaces."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the content at rest. Without one, ElastiCache's own key is used."
  type        = string
  default     = null
}

variable "parameters" {
  description = "Settings of Redis that differ from the defaults, by name."
  type        = map(string)
  default = {
    maxmemory-policy = "volatile-lru"
  }
}

variable "snapshot" {
  description = "Daily snapshots. retention_days = 0 makes none."

  type = object({
    retention_days = optional(number, 0)
    window         = optional(string, "01:00-02:00")
  })

  default  = {}
  nullable = false

  validation {
    condition     = var.snapshot.retention_days >= 0 && var.snapshot.retention_days <= 35
    error_message = "Snapshots are kept for at most 35 days."
  }
}

variable "apply_immediately" {
  description = "Make changes at once rather than in the next maintenance window."
  type        = bool
  default     = false
}

variable "notification_topic_arn" {
  description = "SNS topic for events such as a failover."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
