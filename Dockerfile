# The service with its packages, nothing else; it runs as a user without rights.
FROM python:3.12-slim AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CIFRA_PRODUCTION=1 CIFRA_STATE_DIR=/var/lib/cifra
RUN useradd --system --uid 10001 --home-dir /var/lib/cifra cifra \
 && install --directory --owner=cifra --mode=700 /var/lib/cifra
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Production wants these two; what is collected here depends on neither. The key is made and lost.
RUN CIFRA_SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(48))") CIFRA_LEDGER_ORIGIN=unused python manage.py collectstatic --noinput
USER cifra
VOLUME /var/lib/cifra
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host=0.0.0.0", "--port=8000", "--workers=3"]
