/** The virtual environment that holds MLflow and Temporal's development server, from PyPI. */
package io.loupe.infra.python;
