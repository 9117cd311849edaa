variable "name" {
  description = "Identifier of the database instance."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,61}[a-z0-9]$", var.name))
    error_message = "The name must start with a letter and have 2 to 63 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = !strcontains(var.name, "--")
    error_message = "RDS refuses two hyphens in a row."
  }
}

variable "engine_version" {
  description = "Version of PostgreSQL."
  type        = string
  default     = "15.6"

  validation {
    condition     = contains(["13.14", "14.11", "15.6"], var.engine_version)
    error_message = "Choose 13.14, 14.11 or 15.6."
  }
}

variable "instance_class" {
  description = "Size of the instance."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = can(regex("^db\\.(t4g|m7g|r7g)\\.(medium|large|[248]?xlarge)$", var.instance_class))
    error_message = "Choose a Graviton class: db.t4g, db.m7g or db.r7g, from medium to 8xlarge."
  }
}

variable "allocated_storage" {
  description = "Storage at the start, in GiB."
  type        = number
  default     = 20

  validation {
    condition     = var.allocated_storage >= 20 && var.allocated_storage <= 16384
    error_message = "The storage must be between 20 and 16384 GiB."
  }
}

variable "database_name" {
  description = "Database to create in the instance. None if absent."
  type        = string
  default     = null

  validation {
    condition     = var.database_name == null || can(regex("^[a-zA-Z_][a-zA-Z0-9_]{0,62}$", var.database_name))
    error_message = "The name must start with a letter or an underscore and have at most 63 letters, digits and underscores."
  }
}

variable "master_username" {
  description = "Name of the first user."
  type        = string
  default     = "northbank"

  validation {
    condition     = !contains(["admin", "postgres", "rdsadmin", "root"], var.master_username)
    error_message = "This name is too easy to guess or is reserved."
  }
}

variable "master_password" {
  description = "Password of the first user."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.master_password) >= 16
    error_message = "The password must have at least 16 characters."
  }
}

variable "multi_az" {
  description = "Keep a standby in a second availability zone. Production must; think twice before you say no."
  type        = bool
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the storage and the backups. Without one, the module makes one."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "This must be the ARN of a KMS key."
  }
}

variable "vpc_id" {
  description = "VPC of the instance."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of the instance, in at least two availability zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Give at least two subnets."
  }
}

variable "ingress" {
  description = "Who may connect."

  type = list(object({
    description       = string
    security_group_id = optional(string)
    cidr_blocks       = optional(list(string), [])
  }))

  default  = []
  nullable = false

  validation {
    condition     = alltrue([for peer in var.ingress : length(peer.cidr_blocks) > 0 != (peer.security_group_id != null)])
    error_message = "Each entry needs either a security group or address ranges."
  }
}

variable "maintenance_window" {
  description = <<-EOT
    When AWS may patch the instance: ddd:hh:mm-ddd:hh:mm, in UTC.
    # Not during the "café hours" of the trading floor (06:00-20:00).
  EOT

  type    = string
  default = "sun:02:00-sun:04:00"

  validation {
    condition = can(regex(
      "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$",
      var.maintenance_window,
    ))
    error_message = "Write the window as ddd:hh:mm-ddd:hh:mm, such as sun:02:00-sun:04:00."
  }
}

variable "backup_retention_days" {
  description = "Days to keep backups."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "Backups are kept for 7 to 35 days."
  }
}

variable "parameters" {
  description = "Settings of PostgreSQL that differ from the defaults, by name."
  type        = map(string)
  default     = {}
}

variable "log_exports" {
  description = "Logs to send to CloudWatch."
  type        = set(string)
  default     = ["postgresql", "upgrade"]

  validation {
    condition     = alltrue([for log in var.log_exports : contains(["postgresql", "upgrade"], log)])
    error_message = "The logs are postgresql and upgrade."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the instance."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
