# The service with its packages and pg_dump for its backups, nothing else; it runs as a user without
# rights.
FROM python:3.12-slim-trixie AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt

FROM python:3.12-slim-trixie
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CIFRA_PRODUCTION=1 CIFRA_STATE_DIR=/var/lib/cifra
# Version 17, as the server of compose.yaml: an older one can't read it.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/cifra cifra \
 && install --directory --owner=cifra --mode=700 /var/lib/cifra /backups
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Production wants these two; what is collected here depends on neither. The key is made and lost.
RUN CIFRA_SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(48))") CIFRA_LEDGER_ORIGIN=unused python manage.py collectstatic --noinput
USER cifra
VOLUME /var/lib/cifra /backups
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz')"]
# A worker that grows beyond 400 MB is replaced.
CMD ["python", "manage.py", "serve", "--host=0.0.0.0", "--workers=3", "--", "--workers-max-rss=400"]
