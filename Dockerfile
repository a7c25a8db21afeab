# Footnote with everything that it needs to index and to serve; compose.yaml starts it twice.
# Alone: docker run -p 127.0.0.1:7860:7860 -e FOOTNOTE_HOST=0.0.0.0 -e FOOTNOTE_FIRST_PASSWORD=… footnote
# It does not start where others could reach it and nobody would have to log in (docs/access.md).
FROM python:3.11-slim

RUN useradd --create-home --uid 10001 footnote && install -d -o footnote /data /articles
WORKDIR /app
COPY pyproject.toml .constraints.txt README.md LICENSE ./
COPY index index
COPY chatbot chatbot
RUN pip install --no-cache-dir -c .constraints.txt '.[oidc,postgres]'

USER 10001
# All that is written lies below /data, but for what ends with the process: the root may be read-only.
ENV HOME=/data \
    FOOTNOTE_DATA=/data \
    GRADIO_TEMP_DIR=/data/dropped \
    PYTHONDONTWRITEBYTECODE=1
VOLUME /data
HEALTHCHECK --start-period=60s --interval=10s --timeout=5s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('FOOTNOTE_PORT', 7860)}/health\", timeout=4)"]
ENTRYPOINT ["footnote"]
CMD ["serve"]
