# Variables of the network are in variables-network.tf, those of scaling in variables-scaling.tf.

variable "name" {
  description = "Name of the service."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,39}$", var.name))
    error_message = "The name must start with a letter and have 2 to 40 lower-case letters, digits and hyphens."
  }
}

variable "cluster_arn" {
  description = "ECS cluster that runs the service."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/.+$", var.cluster_arn))
    error_message = "This must be the ARN of an ECS cluster."
  }
}

variable "container" {
  description = "The container of the application."

  type = object({
    image = string // with a version or a digest, never :latest
    port  = number

    cpu    = optional(number, 256) // 1024 is one vCPU
    memory = optional(number, 512) // MiB

    command     = optional(list(string), [])
    environment = optional(map(string), {})
    secrets     = optional(map(string), {}) // name of the variable => ARN of the secret

    health_check = optional(object({
      command      = list(string)
      interval     = optional(number, 30)
      retries      = optional(number, 3)
      start_period = optional(number, 60)
    }))

    read_only_root = optional(bool, true)
  })

  validation {
    condition     = !endswith(var.container.image, ":latest")
    error_message = "Pin the image: latest means something else tomorrow."
  }

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.container.cpu)
    error_message = "Fargate offers 256, 512, 1024, 2048 or 4096 CPU units."
  }

  validation {
    condition     = var.container.memory >= 2 * var.container.cpu && var.container.memory <= 8 * var.container.cpu
    error_message = "Fargate offers two to eight MiB of memory for each CPU unit."
  }
}

variable "task_role_arn" {
  description = "Role that the application has."
  type        = string
}

variable "execution_role_arn" {
  description = "Role with which ECS pulls the image and reads the secrets."
  type        = string
}

variable "telemetry" {
  description = "Sidecar that sends traces and metrics. No sidecar if absent."

  type = object({
    endpoint    = string
    sample_rate = optional(number, 0.1)
    attributes  = optional(map(string), {})
  })

  default = null

  validation {
    condition     = var.telemetry == null ? true : var.telemetry.sample_rate >= 0 && var.telemetry.sample_rate <= 1
    error_message = "The sample rate is a part of one: between 0 and 1."
  }

  validation {
    condition     = var.telemetry == null ? true : can(regex("^https://", var.telemetry.endpoint))
    error_message = "Telemetry is sent over https."
  }
}

variable "log_retention_days" {
  description = "Days to keep the logs."
  type        = number
  default     = 30
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
