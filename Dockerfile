# Footnote with everything that it needs to index and to serve; compose.yaml starts it twice.
FROM python:3.11-slim

RUN useradd --create-home --uid 10001 footnote && install -d -o footnote /data /articles
WORKDIR /app
COPY pyproject.toml .constraints.txt README.md LICENSE ./
COPY index index
COPY chatbot chatbot
RUN pip install --no-cache-dir -c .constraints.txt '.[postgres]'

USER footnote
ENV FOOTNOTE_DATA=/data
VOLUME /data
ENTRYPOINT ["footnote"]
CMD ["serve"]
