/** Models of an MLflow registry: looked up on its tracking server, and downloaded. */
package io.forwardpass.registry;
