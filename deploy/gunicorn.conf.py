"""How gunicorn serves the site behind nginx: .venv/bin/gunicorn --config deploy/gunicorn.conf.py"""

wsgi_app = "massage_site.wsgi"
preload_app = True  # loaded and warmed up once; a worker that is replaced is there again within milliseconds
bind = "unix:/run/warm-hands/gunicorn.sock"
workers = 2  # one more than the machine has cores is plenty; nginx holds whoever is slow
control_socket_disable = True
timeout = 30  # a worker that is busy for longer is replaced
graceful_timeout = 30  # what is under way at a stop may end
worker_tmp_dir = "/dev/shm"  # a sign of life must not wait for a disk
max_requests = 2_000  # a worker begins again now and then, not all in the same moment
max_requests_jitter = 400
