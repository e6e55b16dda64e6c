@echo off
chcp 65001 >nul
cd /d "%~dp0"
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
  echo 需要 Python 3.11 或更高版本，请先安装。
  pause
  exit /b 1
)
if not exist .venv\Scripts\python.exe (
  echo 首次启动，正在准备运行环境……
  %PYTHON% -m venv .venv || (echo 无法建立运行环境。 & pause & exit /b 1)
)
fc /b requirements.txt .venv\installed.txt >nul 2>nul
if errorlevel 1 (
  .venv\Scripts\python -m pip install --quiet --disable-pip-version-check -r requirements.txt || (echo 安装所需软件包失败，请检查网络或离线包。 & pause & exit /b 1)
  copy /y requirements.txt .venv\installed.txt >nul
)
.venv\Scripts\streamlit run app.py --server.port=8501
pause
