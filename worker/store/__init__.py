"""Everything durable. The only package that imports SQLAlchemy and Alembic; one module per aggregate."""
