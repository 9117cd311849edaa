variable "name" {
  description = "Name of this environment, at most 16 characters: names of load balancers are short."
  type        = string

  validation {
    condition     = length(var.name) >= 3 && length(var.name) <= 16
    error_message = "The name must have 3 to 16 characters."
  }
}

variable "public" {
  description = "Whether customers can reach the portal. false: colleagues only."
  type        = bool
}

variable "cidr_block" {
  description = "Range of the environment's own network, a /20 of the corporate plan."
  type        = string

  validation {
    condition     = endswith(var.cidr_block, "/20") && can(cidrhost(var.cidr_block, 0))
    error_message = "The range must be a /20, such as 10.40.16.0/20."
  }
}

variable "image" {
  description = "Image of the portal, with its version."
  type        = string
}

variable "cluster_arn" {
  description = "ECS cluster that runs the portal."
  type        = string
}

variable "roles" {
  description = "Roles of the portal's tasks."

  type = object({
    task_arn      = string
    execution_arn = string
  })
}

variable "dns" {
  description = "Where the portal's name goes."

  type = object({
    zone_id   = string
    subdomain = optional(string, "portal")
  })
}

variable "certificate_arn" {
  description = "Certificate of the portal's name."
  type        = string
}

variable "access_log_bucket" {
  description = "Bucket for access logs. Must be given if the portal is public."
  type        = string
  default     = null

  validation {
    condition     = !var.public || var.access_log_bucket != null
    error_message = "A public portal needs access logs."
  }
}

variable "redis_auth_token" {
  description = "Password of the session cache."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[!-~]{16,128}$", var.redis_auth_token))
    error_message = "The token must have 16 to 128 printable characters without spaces."
  }
}

variable "feature_flags" {
  description = "Features that are switched on or off here, by name."
  type        = map(bool)
  default     = {}
}

variable "languages" {
  description = "Languages that the portal offers. The first is the default."
  type        = list(string)
  default     = ["nb", "en"]

  validation {
    condition     = alltrue([for language in var.languages : contains(["nb", "nn", "sv", "da", "fi", "en"], language)])
    error_message = "The portal speaks nb, nn, sv, da, fi and en."
  }
}
